/** The objects in the API server: pods, nodes and events, and how they are applied and deleted. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.workload;
