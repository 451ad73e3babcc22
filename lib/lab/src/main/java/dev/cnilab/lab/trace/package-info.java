/** The path of a packet through the embedded cluster's network, for use after predicting. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.trace;
