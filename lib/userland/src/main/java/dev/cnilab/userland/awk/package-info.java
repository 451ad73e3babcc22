/** {@code awk}; the language is a library's. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.awk;
