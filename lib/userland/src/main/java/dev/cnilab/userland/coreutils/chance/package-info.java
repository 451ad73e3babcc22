/** {@code shuf}, with random bytes from the machine or from a file. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.coreutils.chance;
