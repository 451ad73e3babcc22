/** What machines are made of, in one place: hardware, their share of the heap, and the clock. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.hardware;
