/** The way of a packet through the embedded cluster's network, asked for after predicting. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.trace;
