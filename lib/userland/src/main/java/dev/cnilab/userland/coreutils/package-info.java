/**
 * The commands of GNU coreutils, grep, sed, findutils and diffutils, and the busybox applets of the
 * same names.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.coreutils;
