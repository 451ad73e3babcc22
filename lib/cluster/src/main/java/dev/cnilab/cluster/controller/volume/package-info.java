/** What becomes of volumes and claims when they are deleted. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.controller.volume;
