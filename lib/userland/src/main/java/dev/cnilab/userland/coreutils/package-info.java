/**
 * The commands of GNU coreutils, grep, sed, findutils and diffutils, and busybox's of that name.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.coreutils;
