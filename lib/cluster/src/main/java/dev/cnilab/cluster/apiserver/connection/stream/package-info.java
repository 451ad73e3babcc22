/** The streams that clients hold open, and an outage, which cuts all of them off. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.connection.stream;
