/** What a step's {@code begin} has left, so that a check can tell what else was changed since. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.begun;
