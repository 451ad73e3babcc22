/** The state that a step's {@code begin} left, so that a check can tell what else has changed. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.begun;
