/** What must hold of what makes pods: selectors and templates, strategies, the states of Jobs. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.validation.workload;
