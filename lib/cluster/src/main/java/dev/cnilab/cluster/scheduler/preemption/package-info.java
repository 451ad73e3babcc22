/** Which pods make room for a more important one: the plugin DefaultPreemption. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.scheduler.preemption;
