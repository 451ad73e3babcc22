/** Programs that answer HTTP over the simulated network. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.image.http;
