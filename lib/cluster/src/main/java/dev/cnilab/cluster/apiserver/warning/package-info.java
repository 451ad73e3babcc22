/** What an API server tells a client of an object that it accepts all the same. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.warning;
