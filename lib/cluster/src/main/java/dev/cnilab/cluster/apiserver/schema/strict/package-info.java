/** What Go's strict decoder says about the fields of a JSON text: sigs.k8s.io/json. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.schema.strict;
