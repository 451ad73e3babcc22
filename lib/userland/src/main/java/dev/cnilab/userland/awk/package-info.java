/** {@code awk}; a library implements the language. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.awk;
