#r "nuget: Pathmind.Scripting"
#load "job_shop.cs"
