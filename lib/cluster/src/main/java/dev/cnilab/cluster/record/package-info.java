/**
 * Events as client-go's {@code tools/record} writes them: similar ones are combined, equal ones
 * counted, and a source that says too much about one object is cut short. Used by whatever tells
 * users what it does: kubelets, the scheduler, controllers.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.record;
