{{/* What the operator asks for in each namespace that it watches. The table in operator/DESIGN.md says the same. */}}
{{- define "ninerouter.rules" -}}
- apiGroups: [ninerouter.io]
  resources: [routers, providerconnections, providernodes, combos, modelaliases, apikeys, gatewayreplicas]
  verbs: [list, watch]
- apiGroups: [ninerouter.io]
  resources:
    - routers/status
    - providerconnections/status
    - providernodes/status
    - combos/status
    - modelaliases/status
    - apikeys/status
  verbs: [patch]
- apiGroups: [""]
  resources: [secrets]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [""]
  resources: [events]
  verbs: [create, patch]
# What a Router's gateway consists of.
- apiGroups: [""]
  resources: [services, serviceaccounts]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [apps]
  resources: [deployments]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [rbac.authorization.k8s.io]
  resources: [roles, rolebindings]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [policy]
  resources: [poddisruptionbudgets]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [autoscaling]
  resources: [horizontalpodautoscalers]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [networking.k8s.io]
  resources: [networkpolicies]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [monitoring.coreos.com]
  resources: [podmonitors]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [keda.sh]
  resources: [scaledobjects]
  verbs: [get, list, watch, create, patch, delete]
# Not used: held because nobody can grant more than he has, and gateways are granted this.
- apiGroups: [ninerouter.io]
  resources: [gatewayreplicas]
  verbs: [create, patch, delete]
- apiGroups: [ninerouter.io]
  resources: [gatewayreplicas/status]
  verbs: [patch]
{{- end -}}
