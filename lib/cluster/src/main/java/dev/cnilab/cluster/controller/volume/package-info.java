/** What happens to volumes and claims when they are bound and deleted. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.controller.volume;
