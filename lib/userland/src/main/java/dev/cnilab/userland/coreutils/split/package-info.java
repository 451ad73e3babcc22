/** {@code split}: one file becomes several. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.coreutils.split;
