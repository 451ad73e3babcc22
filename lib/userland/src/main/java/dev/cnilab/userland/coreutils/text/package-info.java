/** Commands that filter lines of text. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.coreutils.text;
