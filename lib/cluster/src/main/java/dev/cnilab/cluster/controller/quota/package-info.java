/** ResourceQuotas: how much is used. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.controller.quota;
