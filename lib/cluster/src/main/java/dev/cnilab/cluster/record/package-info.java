/**
 * Events as client-go's {@code tools/record} writes them: similar ones are combined, equal ones
 * counted, and a source with too many events about one object is limited. Used by everything that
 * reports to users: kubelets, the scheduler, controllers.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.record;
