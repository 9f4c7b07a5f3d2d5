{{/* Name of everything that belongs to the operator. */}}
{{- define "ninerouter.operator" -}}
{{- if contains "ninerouter" .Release.Name -}}
{{- printf "%s-operator" .Release.Name | trunc 63 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-ninerouter-operator" .Release.Name | trunc 63 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{/* Labels that select the operator's pods: they must never change. */}}
{{- define "ninerouter.selector" -}}
app.kubernetes.io/name: ninerouter-operator
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "ninerouter.labels" -}}
{{ include "ninerouter.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/part-of: ninerouter
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{- end -}}

{{- define "ninerouter.serviceAccount" -}}
{{- if .Values.serviceAccount.name -}}
{{ .Values.serviceAccount.name }}
{{- else if .Values.serviceAccount.create -}}
{{ include "ninerouter.operator" . }}
{{- else -}}
{{- fail "serviceAccount.name: empty (expected: the name of an existing ServiceAccount, because serviceAccount.create is false)" -}}
{{- end -}}
{{- end -}}

{{/* Of a dict with "image" and "root": repository@digest, else repository:tag. */}}
{{- define "ninerouter.image" -}}
{{- if .image.digest -}}
{{ .image.repository }}@{{ .image.digest }}
{{- else -}}
{{ .image.repository }}:{{ .image.tag | default .root.Chart.AppVersion }}
{{- end -}}
{{- end -}}

{{/* Namespace of the first Router: one that is watched, or nobody would serve it. */}}
{{- define "ninerouter.routerNamespace" -}}
{{- $wanted := .Values.router.namespace -}}
{{- if .Values.clusterWide -}}
{{ $wanted | default .Release.Namespace }}
{{- else -}}
{{- $watched := .Values.watchNamespaces | default (list .Release.Namespace) -}}
{{- if not $wanted -}}
{{- $wanted = has .Release.Namespace $watched | ternary .Release.Namespace (first $watched) -}}
{{- end -}}
{{- if not (has $wanted $watched) -}}
{{- fail (printf "router.namespace: %s (expected: one of watchNamespaces: %s)" $wanted (join ", " $watched)) -}}
{{- end -}}
{{ $wanted }}
{{- end -}}
{{- end -}}

{{/* Of a dict of texts: name=value,name=value. */}}
{{- define "ninerouter.pairs" -}}
{{- $pairs := list -}}
{{- range $name, $value := . -}}{{- $pairs = append $pairs (printf "%s=%s" $name $value) -}}{{- end -}}
{{ join "," $pairs }}
{{- end -}}
