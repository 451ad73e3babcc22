/** {@code shuf}: chance, out of the machine's own or out of a file. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.coreutils.chance;
