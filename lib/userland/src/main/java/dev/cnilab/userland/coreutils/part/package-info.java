/** Parts of files: {@code head}, {@code tail}, {@code split} and {@code dd}. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.coreutils.part;
