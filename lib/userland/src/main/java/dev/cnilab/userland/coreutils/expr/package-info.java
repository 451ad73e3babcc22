/** {@code expr}: arithmetic and strings, word by word. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.coreutils.expr;
