/** The values of objects' fields that JSON has as text: quantities, times, bytes. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.object.value;
