/** Rules for workloads: selectors and templates, strategies, Jobs' statuses. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.validation.workload;
