/** {@code find}: its expression, and its walk through trees of files. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.coreutils.find;
