/** Which lines on a node only look. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.guard.looking;
