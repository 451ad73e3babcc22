/** {@code expr}: arithmetic and text, word by word. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.coreutils.expr;
