/** PodDisruptionBudgets: how many pods may be missing. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.controller.disruption;
