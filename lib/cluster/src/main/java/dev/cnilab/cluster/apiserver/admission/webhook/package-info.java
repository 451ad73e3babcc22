/** Webhooks, which are called over the simulated network before something is written. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.admission.webhook;
