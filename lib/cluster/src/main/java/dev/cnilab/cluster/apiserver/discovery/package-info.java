/** What the API server tells clients about itself: its groups, versions and resources. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.discovery;
