/** Groups of the API that are answered by someone else, as API aggregation does it. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.extension;
