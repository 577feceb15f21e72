// What CMake has the compiler read as one.
import { readFileSync } from "node:fs";

/** The sources of a file that is compiled: itself, or those that it includes where CMake has put some together. */
export function sources(file) {
    if (!file.includes("/Unity/unity_")) return [file];
    return [...readFileSync(file, "utf8").matchAll(/^#include "(.*\.cpp)"/gm)].map(([, source]) => source);
}
