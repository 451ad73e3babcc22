/** What a structural schema says of values: what it removes, fills in and requires. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.custom.schema;
