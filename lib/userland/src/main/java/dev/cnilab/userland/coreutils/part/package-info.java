/** The first and the last part of files: {@code head} and {@code tail}. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.coreutils.part;
