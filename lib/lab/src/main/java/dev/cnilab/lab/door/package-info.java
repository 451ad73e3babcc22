/** A port that leads to an API server, and by which somebody knows what is asked of it. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.door;
