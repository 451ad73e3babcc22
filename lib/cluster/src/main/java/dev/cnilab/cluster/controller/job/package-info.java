/** Jobs: pods that run to their end. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.controller.job;
