/** {@code find}: its expression, and its walk through file trees. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.coreutils.find;
