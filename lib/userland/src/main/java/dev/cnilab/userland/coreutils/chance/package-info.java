/** Commands whose results chance decides: {@code shuf} and {@code mktemp}. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.coreutils.chance;
