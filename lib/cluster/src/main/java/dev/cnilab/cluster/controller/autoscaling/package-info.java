/** HorizontalPodAutoscalers, in a cluster without a metrics server. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.controller.autoscaling;
