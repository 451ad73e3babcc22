/** PodDisruptionBudgets: how many pods may be unavailable. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.controller.disruption;
