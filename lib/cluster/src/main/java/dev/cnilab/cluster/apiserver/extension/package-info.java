/** API groups that another component answers, as with API aggregation. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.extension;
