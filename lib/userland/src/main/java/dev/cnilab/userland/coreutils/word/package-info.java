/** Commands that print or compare their arguments. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.coreutils.word;
